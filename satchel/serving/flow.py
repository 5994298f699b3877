"""Reading from a client, held up while it has asked for more than it is given."""

from __future__ import annotations

from uvicorn.protocols.http.flow_control import FlowControl


class Flow(FlowControl):
    """Hears nothing from a client while that is held up, whoever asks for more."""

    _held = False

    def hold(self) -> None:
        """Stop reading until `let_go`."""
        self._held = True
        self.pause_reading()

    def let_go(self) -> None:
        """Read on."""
        self._held = False
        self.resume_reading()

    def resume_reading(self) -> None:
        if not self._held:
            super().resume_reading()
