"""What stands before a desk is open: welcome, unlocking, recovery."""
