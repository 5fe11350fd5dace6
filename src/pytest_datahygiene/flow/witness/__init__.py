"""What the weakest password is that code accepts."""
