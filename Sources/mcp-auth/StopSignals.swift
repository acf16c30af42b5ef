import ServiceLifecycle
import UnixSignals

/// SIGINT and SIGTERM: as a service, it runs until one of them has come.
///
/// They are caught as soon as this is made, so that a program which is told to end while it starts, or the moment it has said that it serves,
/// ends as one that has served for a year.
struct StopSignals: Service {
    private let signals: UnixSignalsSequence

    init() async {
        Output.catchesSignals()
        signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    }

    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() { return }
    }
}
