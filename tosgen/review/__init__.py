"""What people weigh and decide about a version."""
