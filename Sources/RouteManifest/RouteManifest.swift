// RouteManifest
