"""What a run costs, as ratios to what it is compared with in the same minutes on the same machine."""
