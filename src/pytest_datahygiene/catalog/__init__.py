"""What we know about the world: names of data, libraries, packages, standards. It reads nobody; every floor may read
it."""
