"""The provider of sign-ins that the owner named, asked over HTTP; imported by the first who uses it."""
