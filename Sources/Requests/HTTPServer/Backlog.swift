import NIOCore
import NIOHTTP1

/// What a peer sent ahead while an earlier request of it was still being answered.
///
/// Bounded: by the bytes of one read, because reading pauses as soon as there is something in it, and by the number of
/// requests in it, because a head takes more memory than the bytes it came in.
struct Backlog {
    enum Arrival {
        case part(HTTPServerRequestPart)
        case failure(Refusal)
        /// More requests than are kept: nothing from here on was looked at.
        case overflow
    }

    static let requestLimit = 64

    private var arrivals: CircularBuffer<Arrival>?
    private var requests = 0
    private var hasOverflown = false
    /// Bytes read ahead that may not have become arrivals yet.
    var bytes = 0

    var isEmpty: Bool { arrivals?.isEmpty ?? true }

    /// Nothing is ahead, not even an incomplete head.
    var isDry: Bool { isEmpty && bytes == 0 }

    mutating func append(_ arrival: Arrival) {
        guard !hasOverflown else { return }
        var arrival = arrival
        if case .part(.head) = arrival {
            requests += 1
            if requests > Self.requestLimit {
                hasOverflown = true
                arrival = .overflow
            }
        }
        arrivals = arrivals ?? CircularBuffer(initialCapacity: 4)
        arrivals?.append(arrival)
    }

    mutating func next() -> Arrival? {
        guard let arrival = arrivals?.popFirst() else { return nil }
        if case .part(.head) = arrival { requests -= 1 }
        return arrival
    }
}
