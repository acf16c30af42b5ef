// JSON of strangers, read strictly (a name that occurs twice is refused), and JSON of ours, written.

package import WireText

/// A JSON value (RFC 8259).
///
/// Members keep their order, and a number that was written without fraction and exponent stays an integer: on the wire
/// of OAuth `exp` is `1700000000`, never `1.7e9`.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(WireText)
    case array([JSONValue])
    case object(JSONObject)
}

/// The members of an object, each name once, in order.
package struct JSONObject: Sendable, Equatable {
    package private(set) var members: [(name: WireText, value: JSONValue)]

    package init() {
        members = []
    }

    /// A member whose value is `nil` is absent: OAuth documents have no `null`.
    package init(_ members: KeyValuePairs<String, JSONValue?>) {
        self.members = []
        for (name, value) in members { self[name] = value }
    }

    /// Setting `nil` removes the member; setting another value keeps its place.
    package subscript(_ name: WireText) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// Under a name of ours.
    package subscript(_ name: String) -> JSONValue? {
        get { self[WireText(name)] }
        set { self[WireText(name)] = newValue }
    }

    /// Adds the members of another object.
    package mutating func add(_ other: JSONObject) {
        for (name, value) in other.members { self[name] = value }
    }

    /// Adds a member whose name is known to be new.
    mutating func append(_ name: WireText, _ value: JSONValue) {
        members.append((name, value))
    }

    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.count == right.members.count
            && zip(left.members, right.members).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    }
}

extension JSONValue {
    package subscript(_ name: String) -> JSONValue? { object?[name] }

    /// Text of ours.
    package static func string(_ text: String) -> JSONValue { .string(WireText(text)) }

    package var string: WireText? {
        if case .string(let value) = self { value } else { nil }
    }

    package var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    package var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    package var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The elements of an array of strings; `nil` when this is no array or holds anything else.
    package var strings: [WireText]? {
        guard let array else { return nil }
        let strings = array.compactMap(\.string)
        return strings.count == array.count ? strings : nil
    }

    package static func strings(_ values: some Sequence<String>) -> JSONValue {
        .array(values.map { .string($0) })
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    package init(dictionaryLiteral elements: (String, JSONValue?)...) {
        var object = JSONObject()
        for (name, value) in elements { object[name] = value }
        self = .object(object)
    }
}
