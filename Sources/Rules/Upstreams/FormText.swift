import WireText

/// Names and values, written as a query or a form has them.
struct FormText {
    private var pairs: [(name: String, value: WireText)] = []

    init() {}

    mutating func add(_ name: String, _ value: WireText) { pairs.append((name, value)) }

    mutating func add(_ name: String, _ value: String) { add(name, WireText(value)) }

    var text: String {
        pairs.map { percentEncoded($0.name) + "=" + percentEncoded($0.value) }.joined(separator: "&")
    }

    var bytes: [UInt8] { Array(text.utf8) }

    /// Behind the query that an address may have already.
    func added(to address: String) -> String {
        let mark = address.contains("?") ? (address.hasSuffix("?") || address.hasSuffix("&") ? "" : "&") : "?"
        return address + mark + text
    }
}
