import OpenAPI

extension HandlerDescriptor {
    static let respondOpenAPI = HandlerDescriptor(
        words:
            "Describes all endpoints that are on, with what they take and answer, as an OpenAPI 3.1 document.",
        shipped: ("openapi", "/openapi.json"), methods: [.get], isAdvertised: false,
        caching: .asSaid(standing: .seconds(300)), options: .none(.openAPI),
        operations: { _ in
            [.get: .reading("Read this", .document("This document.", "application/json", openAPI))]
        })

    private static let openAPI = Schema.object([
        .required("openapi", .string(pattern: #"^3\.1\."#)), .required("info", .object([])),
        .required("paths", .object([])),
    ])
}
