"""Many desks without a network: cases go out in packages and come back."""
