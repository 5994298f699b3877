"""Articles in several parts: where the next part is, whether it is one, and how they become one."""
