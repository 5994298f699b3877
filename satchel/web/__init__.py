"""Pages for people: rendered here, without a build step, working without script."""
