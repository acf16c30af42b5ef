// Between a running server and its operator: a Unix socket in the data folder, and both ends of it.

package import JSON
package import Logging
import NIOCore
package import NIOPosix

/// Answers commands of programs on this machine that run as the same user: never HTTP, and never anyone else.
///
/// A request is one line, a JSON object with `command`; the answer is one line, an object with either `result` or `error`.
package struct ControlServer: Sendable {
    /// Carries out a command, and is given the whole request. An error is a sentence for the person who asked.
    package typealias Command = @Sendable (JSONObject) async -> Result<JSONObject, ControlRefusal>

    package let path: String
    private let folder: String
    private let bound: ControlPlace.Bound
    private let channel: any Channel

    /// Opens the socket of a data folder. Where that can't be, a line is logged, and the answer is `nil`.
    ///
    /// - Parameter patience: For a whole request, from the connection or from the answer before it.
    package static func open(
        in folder: String, port: Int, loops: MultiThreadedEventLoopGroup,
        patience: Duration = .seconds(10), logger: Logger,
        commands: [String: Command]
    ) async -> ControlServer? {
        do {
            let bound = try ControlPlace.bind(in: folder, port: port)
            let bootstrap = ServerBootstrap(group: loops)
                .serverChannelOption(.backlog, value: ControlPlace.backlog)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            ControlConnection(
                                commands: commands, patience: TimeAmount(patience), logger: logger))
                    }
                }
                .childChannelOption(.maxMessagesPerRead, value: 1)
            do {
                let channel = try await bootstrap.withBoundSocket(bound.descriptor).get()
                return ControlServer(path: bound.path, folder: folder, bound: bound, channel: channel)
            } catch {
                ControlPlace.remove(bound, in: folder)
                throw error
            }
        } catch {
            logger.warning("no control socket", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    package func close() async {
        ControlPlace.remove(bound, in: folder)
        try? await channel.close().get()
    }
}

/// Why a command was not carried out.
package struct ControlRefusal: Error, Sendable, Equatable {
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
