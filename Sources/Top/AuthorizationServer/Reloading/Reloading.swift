package import Logging
package import RouteManifest

/// How a server takes over its files when they change.
package struct Reloading: Sendable {
    /// As far as the manifest wants that.
    let watches: Bool
    let logger: @Sendable (Manifest) -> (logger: Logger, fields: DecisionLog.Fields)
    let tell: @Sendable (ReloadReport) -> Void

    /// - Parameters:
    ///   - watches: Files may be watched.
    ///   - logger: How a manifest that is taken over wants things logged.
    ///   - tell: Is told what came of it, each time that it is something else.
    package init(
        watches: Bool = true,
        logger: @escaping @Sendable (Manifest) -> (logger: Logger, fields: DecisionLog.Fields),
        tell: @escaping @Sendable (ReloadReport) -> Void
    ) {
        self.watches = watches
        self.logger = logger
        self.tell = tell
    }
}
