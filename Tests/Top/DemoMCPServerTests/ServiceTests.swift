import DemoMCPServer
import Logging
import ServiceLifecycle
import Support
import Testing

@Suite("as one service among others", .timeLimit(.minutes(10)))
struct ServiceTests {
    private let quiet = Logger.silent

    private func group(port: Int) throws -> ServiceGroup {
        let configuration = try DemoConfiguration(environment: [
            "PORT": "\(port)", "BASE_URI": "http://localhost:3232", "AUTH_SERVER_URL": "http://127.0.0.1:1",
        ])
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [DemoServer(configuration, logger: quiet)], logger: quiet))
    }

    @Test("it serves until the group is told to shut down, authorization server or none")
    func gracefulShutdown() async throws {
        let group = try group(port: 0)
        async let run: Void = group.run()
        await group.triggerGracefulShutdown()
        try await run
    }

    @Test("a port that is taken ends the group with the words for the command line")
    func portTaken() async throws {
        let configuration = try DemoConfiguration(environment: [
            "PORT": "0", "BASE_URI": "http://localhost:3232", "AUTH_SERVER_URL": "http://127.0.0.1:1",
        ])
        let first = try await DemoServer(configuration, logger: quiet).start()
        let second = try group(port: first.port)
        let error = await #expect(throws: DemoServerError.self) { try await second.run() }
        #expect(error?.exitStatus == 1)
        await first.shutdown()
    }
}
