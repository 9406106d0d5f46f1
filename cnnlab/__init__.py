"""The application behind the page: engine, runs, session, report, widgets, server."""
