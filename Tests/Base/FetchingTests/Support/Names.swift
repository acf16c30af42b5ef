import Fetching
import NIOCore
import NIOPosix
import Support
import Web

/// One answer for every name, and nothing at any address.
final class Names: NameResolver, Dialler {
    let dials = Recorder<String>()
    let lookups = Recorder<String>()
    private let answer: [IPAddress]

    init(_ answer: [String]) {
        self.answer = answer.compactMap { IPAddress($0) }
    }

    var world: Fetcher.World {
        Fetcher.World(resolver: self, dialler: self) { try await Task.sleep(for: $0) }
    }

    func addresses(of name: String) async -> Result<[IPAddress], FetchFailure> {
        lookups.add(name)
        return .success(answer)
    }

    func dial(
        _ address: IPAddress, port: Int, prepare: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        dials.add("\(address) \(port)")
        return MultiThreadedEventLoopGroup.singleton.next().makeFailedFuture(
            IOError(errnoCode: 111, reason: "connect"))
    }
}

extension Result {
    var isSuccess: Bool { (try? get()) != nil }
}
