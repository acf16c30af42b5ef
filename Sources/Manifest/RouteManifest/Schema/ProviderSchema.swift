import JSON
import OAuthModel
import StrictYAML
import WireText

/// What a kind of provider asks of its entry.
enum ProviderSchema {
    static func condition(_ kind: ProviderKind) -> JSONObject {
        let preset = kind.preset
        let name = kind.rawValue
        var properties = JSONObject()
        for key in ProviderDraft.issuerKeys where !preset.issuerKeys.contains(key) {
            properties[WireText(key)] = LanguageSchema.absent("\(name) has no '\(key)'")
        }
        if !preset.takesIssuer { properties["issuer"] = LanguageSchema.absent("\(name) has no 'issuer'") }
        if preset.takesEndpoints {
            properties["endpoints"] = ["required": .strings(ProviderDraft.endpointKeys)]
        } else {
            properties["endpoints"] = LanguageSchema.absent("\(name) has no 'endpoints'")
        }
        let made = preset.issuerKeys
        let found: JSONValue? =
            preset.takesIssuer
            ? made.isEmpty
                ? ["required": ["issuer"]]
                : ["anyOf": [["required": ["issuer"]], ["required": .strings(made)]]]
            : preset.takesEndpoints ? ["required": ["endpoints"]] : nil
        return JSONObject([
            "if": ["properties": ["kind": ["const": .string(name)]], "required": ["kind"]],
            "then": ["properties": .object(properties), "allOf": found.map { [$0] }],
        ])
    }
}
