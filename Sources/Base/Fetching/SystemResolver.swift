import Dispatch
import Glibc
import Synchronization
package import Web

/// The resolver of the system, which blocks for as long as it likes: on threads of its own, so many at most. They are there while they
/// are needed.
package final class SystemResolver: NameResolver {
    private let limit: Int
    /// Also those that nobody waits for any more.
    private let running = Mutex(0)

    package init(limit: Int = 32) {
        self.limit = limit
    }

    package func addresses(of name: String) async -> Result<[IPAddress], FetchFailure> {
        let isAdmitted = running.withLock { running in
            guard running < limit else { return false }
            running += 1
            return true
        }
        guard isAdmitted else { return .failure(.busy) }
        let answer = Awaited<Result<[IPAddress], FetchFailure>>()
        DispatchQueue(label: "name").async {
            let found = Self.look(up: name)
            self.running.withLock { $0 -= 1 }
            answer.give(found)
        }
        return await answer.take() ?? .failure(.late)
    }

    private static func look(up name: String) -> Result<[IPAddress], FetchFailure> {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var first: UnsafeMutablePointer<addrinfo>?
        // With a dot at its end it is a whole name: no domain of this network is searched for it.
        let code = getaddrinfo(name + ".", nil, &hints, &first)
        defer { if let first { freeaddrinfo(first) } }
        switch code {
        case 0: break
        case EAI_NONAME, noData, noAddressOfFamily: return .failure(.noSuchName)
        case EAI_SYSTEM: return .failure(.lookup(String(cString: strerror(errno)).lowercased()))
        default: return .failure(.lookup(String(cString: gai_strerror(code)).lowercased()))
        }
        var addresses: [IPAddress] = []
        for entry in sequence(first: first, next: { $0?.pointee.ai_next }) {
            guard let entry else { break }
            guard let address = address(of: entry.pointee) else {
                return .failure(.lookup("an address of an unknown kind"))
            }
            if !addresses.contains(address) { addresses.append(address) }
        }
        return addresses.isEmpty ? .failure(.noSuchName) : .success(addresses)
    }

    // The name is there and has no address: codes of GNU, which the headers show to programs of GNU alone.
    private static let noData: Int32 = -5
    private static let noAddressOfFamily: Int32 = -9

    private static func address(of entry: addrinfo) -> IPAddress? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { text in
            guard let start = text.baseAddress,
                getnameinfo(
                    entry.ai_addr, entry.ai_addrlen, start, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
                    == 0
            else { return nil }
            // Link-local addresses have a zone behind them, which has nothing to do with what they are.
            return IPAddress(String(String(cString: start).prefix { $0 != "%" }))
        }
    }
}
