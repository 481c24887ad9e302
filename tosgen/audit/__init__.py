"""What the texts answer, what is coming, what is due, and the records of it. Pure: days and texts come as arguments."""
