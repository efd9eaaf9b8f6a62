"""Every way to show a result; none of them knows how it was computed."""
