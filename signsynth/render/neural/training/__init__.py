"""What the neural renderer learns from: synthetic people, lifted from one view, in poses of real signing."""
