import JOSE
import JSON
import Support
import WireText

func object(_ text: String) throws -> JSONObject {
    guard let object = try JSONValue.parse(Array(text.utf8)).object else {
        throw TestFailure("no object: \(text)")
    }
    return object
}

func key(_ text: String) throws -> JSONWebKey {
    try JSONWebKey(try object(text))
}

/// What reading finds wrong; nil: nothing.
func flaw(_ key: JSONObject) -> JSONWebKeyFlaw? {
    do {
        _ = try JSONWebKey(key)
        return nil
    } catch { return error }
}

func flaw(ofSignature text: String) -> JSONWebSignatureFlaw? {
    do {
        _ = try JSONWebSignature(WireText(text))
        return nil
    } catch { return error }
}

/// A text with this header, whose signature is nobody's.
func unsigned(header: String, payload: String = "{}", signature: [UInt8] = [1]) -> String {
    [Array(header.utf8), Array(payload.utf8), signature].map { Base64URL.encode($0) }.joined(separator: ".")
}

extension JSONObject {
    /// With these members instead; nil takes one away.
    func with(_ members: KeyValuePairs<String, JSONValue?>) -> JSONObject {
        var copy = self
        for (name, value) in members { copy[name] = value }
        return copy
    }
}
