import OAuthModel
import WireText

/// The flows that there is room for, and how each is found.
struct Shelf {
    /// In bytes.
    var limit: Int {
        didSet { makeRoom() }
    }
    /// By their number: the order in which they began.
    private var records: [UInt64: FlowRecord] = [:]
    private var order: [UInt64] = []
    private var numbers: UInt64 = 0
    private var byName: [FlowName: UInt64] = [:]
    private var byLogin: [FlowID: UInt64] = [:]
    /// The flow that a client, or somebody at an address, went on with last.
    private var latestOfClient: [ClientID: UInt64] = [:]
    private var latestAt: [Place: UInt64] = [:]
    private var shares = Shares()
    private var pinnedBytes = 0
    private(set) var sequence: UInt64 = 0

    private struct Place: Hashable {
        let peer: String
        let area: Sighting.Area
    }

    init(limit: Int) {
        self.limit = limit
    }

    var bytes: Int { shares.bytes + pinnedBytes }
    var count: Int { records.count }

    mutating func changed() { sequence += 1 }

    // Reading.

    func record(_ name: FlowName) -> FlowRecord? { number(name).flatMap { records[$0] } }

    /// The newest first.
    func all(changedAfter sequence: UInt64?, limit: Int?) -> [FlowRecord] {
        let newest = order.reversed().lazy.compactMap { records[$0] }
            .filter { sequence == nil || $0.sequence > sequence ?? 0 }
        return limit.map { Array(newest.prefix($0)) } ?? Array(newest)
    }

    private func number(_ name: FlowName) -> UInt64? {
        byName[name] ?? FlowID(WireText(name.text)).flatMap { byLogin[$0] }
    }

    // Adding.

    /// Counts it with one that is like it, where there is one.
    ///
    /// - Returns: Whether it did.
    mutating func count(_ sighting: Sighting) -> Bool {
        guard let number = place(of: sighting), let place = records[number]?.place(of: sighting) else {
            return false
        }
        change(number, sighting) { $0.count(sighting, at: place, sequence: $1) }
        return true
    }

    mutating func add(_ sighting: Sighting, words: String, facts: [Fact], _ details: FlowDetails) {
        let number = place(of: sighting) ?? begin(sighting)
        change(number, sighting) { record, sequence in
            let hop = HopRecord(sighting, words: words, facts: facts, sequence: sequence)
            record.add(hop, sighting, details, sequence: sequence)
        }
        makeRoom()
    }

    private mutating func change(
        _ number: UInt64, _ sighting: Sighting, _ change: (inout FlowRecord, UInt64) -> Void
    ) {
        guard let place = records.index(forKey: number) else { return }
        sequence += 1
        let (size, holder) = (records.values[place].size, records.values[place].holder)
        change(&records.values[place], sequence)
        let record = records.values[place]
        if record.isPinned {
            pinnedBytes += record.size - size
        } else if record.holder == holder {
            shares.grow(holder, by: record.size - size)
        } else {
            shares.remove(size: size, from: holder)
            shares.add(number, sequence: record.sequence, size: record.size, to: record.holder)
        }
        if let login = record.login { byLogin[login] = number }
        if let client = sighting.client, record.clients.contains(client) { latestOfClient[client] = number }
        if sighting.area != .operator, record.peers.contains(sighting.peer) {
            latestAt[Place(peer: sighting.peer, area: sighting.area)] = number
        }
    }

    private mutating func begin(_ sighting: Sighting) -> UInt64 {
        insert(FlowRecord(sighting, sequence: sequence, named: freeName(sighting)))
    }

    /// Of the login, or of the request that it began with: one may begin several.
    private func freeName(_ sighting: Sighting) -> FlowName {
        let name = FlowName(sighting.flow?.rawValue ?? sighting.requestID)
        return byName[name] == nil ? name : FlowName("\(name.text)-\(numbers + 1)")
    }

    private mutating func insert(_ record: FlowRecord) -> UInt64 {
        numbers += 1
        records[numbers] = record
        byName[record.name] = numbers
        order.append(numbers)
        shares.add(numbers, sequence: record.sequence, size: record.size, to: record.holder)
        return numbers
    }

    // Finding the flow that something belongs to.

    private mutating func place(of sighting: Sighting) -> UInt64? {
        if let flow = sighting.flow { return byLogin[flow] ?? adopted(by: sighting) }
        if let number = sighting.client.flatMap({ latestOfClient[$0] }), let record = records[number],
            record.isAtHome(sighting), record.takes(sighting)
        {
            return number
        }
        if let number = at(sighting.peer, sighting.area), records[number]?.takes(sighting) == true {
            return number
        }
        // What a resource server asks about may be what a client at the same address was just given.
        guard sighting.area == .resourceServer, let number = at(sighting.peer, .client),
            records[number]?.awaitsUse(sighting) == true
        else { return nil }
        return number
    }

    private func at(_ peer: String, _ area: Sighting.Area) -> UInt64? {
        latestAt[Place(peer: peer, area: area)]
    }

    /// What came before this login began, and becomes its beginning.
    private mutating func adopted(by sighting: Sighting) -> UInt64? {
        if let client = sighting.client, let number = latestOfClient[client], let record = records[number],
            record.isAtHome(sighting), record.leadsTo(sighting), record.clients.contains(client)
        {
            guard let name = record.nameOfPart(client, unless: byName.keys.contains) else { return number }
            return split(number, client, named: name)
        }
        guard let number = at(sighting.peer, .client), let record = records[number],
            record.leadsTo(sighting), record.client == nil || record.client == sighting.client
        else { return nil }
        return number
    }

    private mutating func split(_ number: UInt64, _ client: ClientID, named name: FlowName) -> UInt64 {
        guard var record = records[number], let part = record.split(client, named: name) else {
            return number
        }
        let size = (records[number]?.size ?? 0) - record.size
        records[number] = record
        if record.isPinned { pinnedBytes -= size } else { shares.remove(size: size, from: record.holder) }
        let partNumber = insert(part)
        latestOfClient[client] = partNumber
        return partNumber
    }
}

// Making room.
extension Shelf {
    private mutating func makeRoom() {
        while bytes > limit, let number = next() { remove(number) }
        let (few, many) = (2 * records.count + 64, 8 * records.count + 64)
        if order.count > few { order.removeAll { records[$0] == nil } }
        if latestOfClient.count > many {
            latestOfClient = latestOfClient.filter { records[$1]?.clients.contains($0) == true }
        }
        if latestAt.count > many {
            latestAt = latestAt.filter { records[$1]?.peers.contains($0.peer) == true }
        }
    }

    private mutating func next() -> UInt64? {
        let records = records
        return shares.next { number, holder in
            records[number].flatMap { $0.isPinned || $0.holder != holder ? nil : $0.sequence }
        }
    }

    private mutating func remove(_ number: UInt64) {
        guard let record = records.removeValue(forKey: number) else { return }
        if record.isPinned {
            pinnedBytes -= record.size
        } else {
            shares.remove(size: record.size, from: record.holder)
        }
        byName[record.name] = nil
        if let login = record.login { byLogin[login] = nil }
        for client in record.clients where latestOfClient[client] == number { latestOfClient[client] = nil }
    }

    /// - Returns: Whether it is as was asked for: more than half of the room can't be pinned.
    mutating func pin(_ name: FlowName, _ isPinned: Bool) -> Bool {
        guard let number = number(name), let record = records[number] else { return false }
        guard record.isPinned != isPinned else { return true }
        if isPinned {
            guard pinnedBytes + record.size <= limit / 2 else { return false }
            shares.remove(size: record.size, from: record.holder)
            pinnedBytes += record.size
        } else {
            pinnedBytes -= record.size
            shares.add(number, sequence: record.sequence, size: record.size, to: record.holder)
        }
        sequence += 1
        records[number]?.isPinned = isPinned
        records[number]?.sequence = sequence
        makeRoom()
        return true
    }

    mutating func clear() {
        sequence += 1
        for number in order where records[number]?.isPinned == false { remove(number) }
        order.removeAll { records[$0] == nil }
    }
}
