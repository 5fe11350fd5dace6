"""What package indexes tell of releases: the only room that opens connections, and only when asked to."""
