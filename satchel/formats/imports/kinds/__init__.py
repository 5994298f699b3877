"""What each program's files mean: a module a program or a family, with its kinds and what tells them."""
