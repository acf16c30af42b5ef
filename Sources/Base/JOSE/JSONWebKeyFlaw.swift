package import Cryptography
package import WireText

/// Why something is no key to verify with.
package enum JSONWebKeyFlaw: Error, Equatable {
    /// It is a private or symmetric key, as this member shows: who sends one has given it away.
    case secret(WireText)
    /// The member is missing, has another form than its name asks for, or contradicts another.
    case member(String)
    /// A sound key for something else, or of a kind that is not used here: what this member says.
    case notUsed(String)
    case numbers(KeyFlaw)
    case notAnObject

    /// A set may hold such a key: it is passed over (RFC 7517 §5).
    var isPassedOver: Bool {
        switch self {
        case .notUsed, .numbers(.modulus), .numbers(.exponent), .numbers(.weakPrimes): true
        case .secret, .member, .notAnObject, .numbers: false
        }
    }
}

/// Without the article, for a sentence of ours.
extension JSONWebKeyFlaw: CustomStringConvertible {
    package var description: String {
        switch self {
        case .secret(let member): "a private or symmetric key: it has '\(member)'"
        case .member(let name): "'\(name)' is missing, malformed, or contradicts another member"
        case .notUsed(let name): "a key that is not used here: see its '\(name)'"
        case .numbers(.notOnCurve): "its point is not on its curve"
        case .numbers(.lowOrder): "its point has a low order"
        case .numbers(.modulus(let bits)): "an RSA key of \(bits) bits; 2048 to 4096, odd, are asked for"
        case .numbers(.exponent): "its exponent is not an odd number from 3 to below 2^32"
        case .numbers(.weakPrimes): "an RSA key of a generator whose keys can be factored"
        case .numbers(.notPKCS8), .notAnObject: "not a key"
        }
    }
}
