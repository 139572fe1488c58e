"""What models of movement learn from."""
