import RedisURL

/// Which node serves which slot, as one node sees it.
struct SlotMap: Equatable {
    /// As many nodes as a cluster is meant to have at most. One that names more is not believed.
    static let nodeLimit = 1000

    private(set) var primaries: [RedisAddress] = []
    private(set) var replicas: [RedisAddress] = []
    /// By slot: an index into `primaries` plus one; 0: nobody serves it.
    private var owners = [UInt16](repeating: 0, count: HashSlot.count)

    init() {}

    /// Reads the answer to `CLUSTER SLOTS`: `[[first, last, [host, port, …], [host, port, …] of replicas…]…]`.
    ///
    /// - Parameter asked: The node that answered; one that doesn't say its host means the one it was asked at.
    init?(_ reply: RedisReply?, asked: RedisAddress) {
        guard case .list(let ranges) = reply, ranges.count <= HashSlot.count else { return nil }
        for range in ranges {
            guard case .list(let parts) = range, parts.count >= 3, case .integer(let first) = parts[0],
                case .integer(let last) = parts[1], 0 <= first, first <= last, last < HashSlot.count,
                let primary = Self.address(parts[2], asked), let owner = index(of: primary)
            else { return nil }
            for slot in first...last { owners[slot] = owner }
            for part in parts.dropFirst(3) {
                if let replica = Self.address(part, asked), !replicas.contains(replica) {
                    replicas.append(replica)
                }
            }
        }
    }

    /// Every slot has a primary, alive or not.
    var isWhole: Bool { !owners.contains(0) }

    func primary(of slot: Int) -> RedisAddress? {
        guard owners.indices.contains(slot), owners[slot] > 0 else { return nil }
        return primaries[Int(owners[slot]) - 1]
    }

    /// A node has said that the slot is elsewhere.
    mutating func move(_ slot: Int, to address: RedisAddress) {
        guard owners.indices.contains(slot), let owner = index(of: address) else { return }
        owners[slot] = owner
    }

    private mutating func index(of primary: RedisAddress) -> UInt16? {
        if let index = primaries.firstIndex(of: primary) { return UInt16(index + 1) }
        guard primaries.count < Self.nodeLimit else { return nil }
        primaries.append(primary)
        return UInt16(primaries.count)
    }

    private static func address(_ reply: RedisReply, _ asked: RedisAddress) -> RedisAddress? {
        guard case .list(let parts) = reply, parts.count >= 2, case .integer(let port) = parts[1],
            (1...65535).contains(port)
        else { return nil }
        switch parts[0] {
        case .bytes(let host) where !host.isEmpty && host != [UInt8(ascii: "?")]:
            return .tcp(host: String(decoding: host, as: UTF8.self), port: port)
        case .bytes, .null:
            guard case .tcp(let host, _) = asked else { return nil }
            return .tcp(host: host, port: port)
        default: return nil
        }
    }
}
