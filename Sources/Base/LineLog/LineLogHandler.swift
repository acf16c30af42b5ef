import Logging

/// Puts what is logged into the queue of a ``LineWriter``.
struct LineLogHandler: LogHandler {
    let label: String
    let writer: LineWriter
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, writer: LineWriter) {
        self.label = label
        self.writer = writer
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { _, new in new } }
        if let own = event.metadata { fields.merge(own) { _, new in new } }
        if let error = event.error { fields["error"] = "\(error)" }
        writer.append(
            event.level, label, "\(event.message)", fields, event.level < .warning ? .info : .warning)
    }
}
