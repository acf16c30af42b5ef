import Synchronization

/// One piece of work for all who want the same at the same time.
///
/// The work is a task of its own: it goes on to its end, also when whoever asked first has gone away.
package final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let flights = Mutex<[Key: Task<Value, Never>]>([:])

    package init() {}

    /// What the work under way for this key finds; where there is none, it begins.
    package func value(of key: Key, _ work: @escaping @Sendable () async -> Value) async -> Value {
        let flight = flights.withLock { flights in
            if let flight = flights[key] { return flight }
            let flight = Task {
                let value = await work()
                self.end(key)
                return value
            }
            flights[key] = flight
            return flight
        }
        return await flight.value
    }

    private func end(_ key: Key) {
        flights.withLock { $0[key] = nil }
    }
}
