import StrictYAML
import Web

extension ValueType<IPNetwork> {
    /// A network of addresses, or one.
    static var network: ValueType {
        ValueType("an IP address or a network of them") { field in
            field.parse(.invalidValue, such: "10.0.0.0/8", IPNetwork.init) { $0.explanation($1, field) }
        }
    }
}

extension IPNetworkFlaw {
    fileprivate func explanation(_ text: FilledText, _ field: Field) -> (message: String, remedy: Remedy?) {
        switch self {
        case .address:
            (
                "\(field.label) must be an IP address or a network of them, not \(text.shown)",
                Remedy("names are not looked up; such as 127.0.0.1, 10.0.0.0/8 or \"fd00::/8\"")
            )
        case .length(let lengths):
            (
                "\(field.label) has no length that an address like this can have: \(text.shown)",
                Remedy("after the slash comes a number from \(lengths.lowerBound) to \(lengths.upperBound)")
            )
        case .bitsBeyondLength(let network):
            (
                "\(field.label) is an address in a network and not the network: \(text.shown)",
                field.write("\(network)").or("the address without a slash")
            )
        }
    }
}
