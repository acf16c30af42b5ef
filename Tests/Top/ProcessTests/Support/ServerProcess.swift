import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import NIOHTTP1
import Support
import Testing

/// A server of ours that runs and answers.
final class ServerProcess: Sendable {
    let process: ChildProcess

    /// Waits until `ready` answers with `status`; fails at once, with what it wrote, when the process ends before that.
    init(_ process: ChildProcess, ready: String, status: UInt = 200, within limit: Duration = .seconds(60))
        async throws
    {
        self.process = process
        _ = try await eventually("\(ready) answers \(status)\n\(process.output)", within: limit) {
            if let exit = process.exit {
                throw TestFailure("ended before it was ready: \(exit)\n\(process.output)")
            }
            let answer = try? await loopback.execute(HTTPClientRequest(url: ready), timeout: .seconds(5))
            _ = try? await answer?.body.collect(upTo: 1 << 20)
            return answer?.status.code == status ? () : nil
        }
    }

    var output: String { process.output }

    /// Waits for its first words, in whatever format: it answers before it has written them.
    func announced(as name: String = "mcp-auth") async throws -> ServerProcess {
        try await eventually("it says that it serves\n\(output)") {
            output.matches(of: /(?m)(?:^|")([^\s"]+) \S+ serves .*\n/).contains { $0.1 == name } ? self : nil
        }
    }

    func says(_ text: String) async throws { try await process.says(text) }

    /// Asks it to end, and waits until it has.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) async throws -> ChildProcess.Exit {
        process.signal(signal)
        let exit = try await process.ended()
        #expect(Wire.secrets.found(in: output).isEmpty, "secrets in the log")
        return exit
    }
}

extension ChildProcess {
    /// Waits until it has said this. While a process runs, its answers are there before the lines that tell of them.
    func says(_ text: String) async throws {
        do { try await eventually("it says: \(text)") { output.contains(text) ? () : nil } } catch {
            throw TestFailure("\(error)\n\(output)")
        }
    }
}

/// One client for all: it follows no redirects and tries nothing twice, since tests want to see both.
let loopback: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    // A server that is not there is news, and to be told at once.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.timeout = .init(connect: .seconds(10), read: .seconds(60))
    return HTTPClient(configuration: configuration)
}()
