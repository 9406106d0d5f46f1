"""A package, so that pytest knows what "package" is: its tests share a Chromium and a server."""
