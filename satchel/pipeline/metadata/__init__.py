"""What a page says about itself."""
