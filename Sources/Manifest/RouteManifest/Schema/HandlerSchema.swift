import JSON
import StrictYAML

/// What a handler asks of the route that is bound to it.
enum HandlerSchema {
    static func condition(_ handler: HandlerName, _ schema: LanguageSchema) -> JSONObject {
        let descriptor = handler.descriptor
        let name = handler.rawValue
        var properties = JSONObject(["methods": methods(descriptor), "auth": auth(descriptor)])
        var required: [String] = []
        if descriptor.template == nil {
            properties["template"] = LanguageSchema.absent("a route of \(name) has no template")
        } else {
            required.append("template")
        }
        if case .never = descriptor.caching {
            properties["cache"] = LanguageSchema.absent("answers of \(name) are never cached")
        }
        if !descriptor.isAdvertised {
            properties["advertised"] = LanguageSchema.absent("nothing advertises \(name)")
        }
        if descriptor.isPage { properties["cors"] = word(["same-origin"]) }
        let options = descriptor.options
        properties["with"] =
            options.entries.isEmpty
            ? LanguageSchema.absent("\(name) has no options")
            : .object(schema.schema(of: options.entries, at: "\(name).with"))
        if options.isRequired { required.append("with") }
        return JSONObject([
            "if": ["properties": ["handler": ["const": .string(name)]], "required": ["handler"]],
            "then": [
                "properties": .object(properties), "required": required.isEmpty ? nil : .strings(required),
            ],
        ])
    }

    private static func methods(_ descriptor: HandlerDescriptor) -> JSONValue {
        let served = descriptor.methods.map(\.rawValue)
        // All of them, where nothing says that some are enough.
        let needed = descriptor.standingMethods == nil ? served : []
        return [
            "items": word(served),
            "allOf": needed.isEmpty ? nil : .array(needed.map { ["contains": word([$0])] }),
        ]
    }

    private static func auth(_ descriptor: HandlerDescriptor) -> JSONValue {
        let caller = word(descriptor.callers.map(\.rawValue))
        return ["if": ["type": "array"], "then": ["items": caller], "else": caller]
    }

    private static func word(_ words: [String]) -> JSONValue {
        .object(LanguageSchema.choice(of: words))
    }
}
