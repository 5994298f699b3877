"""From bytes to one tree, with the meaning that browsers give to them."""
