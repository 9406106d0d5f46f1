"""What only the notebooks use: the exercises of each step, and the pictures that are drawn for one lesson."""
