"""The use cases.

Most are plain functions of one open transaction and the person whose things they touch; the
`Library` runs them. They cannot reach the network, because nothing in their hands can. Those
that need to wait (for a password hash, for a fetch) are coroutines of the `Library`.
"""
