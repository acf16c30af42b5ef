import StrictYAML

/// A value, and where it is written.
struct Placed<Value: SendableMetatype> {
    let value: Value
    let field: Field
}

extension Placed: Equatable where Value: Equatable {
    static func == (left: Self, right: Self) -> Bool { left.value == right.value }
}

extension Placed: Hashable where Value: Hashable {
    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension ValueType {
    static func placed<Inner>(_ type: ValueType<Inner>) -> ValueType where Value == Placed<Inner> {
        ValueType(type.shape) {
            type.text($0.value)
        } read: { field in
            type.read(field).map { Placed(value: $0, field: field) }
        }
    }
}
