import Logging
import ServiceLifecycle
import StopSignals
import Support
import Testing

@Suite("services that run until a signal comes")
struct ServicesTests {
    /// Holds what nobody may read.
    private struct Secretive: Service, CustomStringConvertible, CustomReflectable {
        let work: @Sendable () throws -> Void

        var description: String {
            Issue.record("it was printed")
            return "secret"
        }

        var customMirror: Mirror {
            Issue.record("it was looked into")
            return Mirror(self, children: [:])
        }

        func run() async throws { try work() }
    }

    private let logger = LogLines()

    @Test("they end when one of them ends, and none is printed to have a name")
    func names() async throws {
        let signals = await StopSignals(logger: logger.logger(.trace))
        try await signals.run([Secretive {}], logger: logger.logger(.trace))
        #expect(logger.text == "")
    }

    @Test("what one of them fails with is thrown as it is")
    func failure() async throws {
        let signals = await StopSignals(logger: logger.logger(.trace))
        let service = Secretive { throw TestFailure("on purpose") }
        await #expect(throws: TestFailure.self) {
            try await signals.run([service], logger: logger.logger(.trace))
        }
    }
}
