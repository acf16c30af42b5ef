internal import Endpoint
internal import WireText

/// Something that depends on a request by its `Origin` alone, prepared for every origin that makes a difference.
struct ByOrigin<Value: Sendable>: Sendable {
    /// For requests without `Origin`, and for every origin that is not listed.
    let others: Value
    let listed: [WireText: Value]

    func value(for head: RequestHead) -> Value {
        if listed.isEmpty { return others }
        guard let origin = head.headers["origin"] else { return others }
        return listed[origin] ?? others
    }

    func map<Mapped>(_ transform: (Value) -> Mapped) -> ByOrigin<Mapped> {
        ByOrigin<Mapped>(others: transform(others), listed: listed.mapValues(transform))
    }
}
