import OpenAPI
import StrictYAML

extension HandlerDescriptor {
    static let flows = HandlerDescriptor(
        words: """
            The timeline: what became of each attempt of a client to get in, how far it came, why it stopped and what to do. For who runs the \
            server; off for an issuer that is not this machine, until `enabled: true` turns it on.
            """,
        shipped: ("flows", "/flows"), methods: [.get, .post], template: TemplateName("flows.html"),
        callers: [.operators],
        isPage: true, options: .keys(.flowsOptions) { .flows($0) },
        operations: { route in
            [
                .get: Operation(
                    "See attempts to get in", parameters: flowsParameters.map { .query($0) },
                    responses: flowsRefusals.merging([
                        200: Response(
                            "The timeline: a page, JSON or text, as `format` or `Accept` says; as it happens for who takes `text/event-stream`.",
                            headers: [.noStore],
                            content: [
                                ("text/html", .string()), ("application/json", flowsSchema),
                                ("text/plain", .string()), ("text/event-stream", .string()),
                            ]
                        ).with(.setCookie)
                    ]) { first, _ in first }, security: route.operatorToken),
                .post: Operation(
                    "Do something with the timeline", body: .form(.object(flowsForm)),
                    responses: flowsRefusals.merging([
                        204: Response("It is done.", headers: [.noStore]),
                        303: .redirect("It is done; for a browser.").with(.setCookie),
                    ]) { first, _ in first }, security: route.operatorToken),
            ]
        })

    private static let flowsParameters: [Schema.Property] = [
        .optional("flow", .string("One attempt, by its name.")),
        .optional("format", .string("What `Accept` says otherwise.", among: ["html", "json", "text"])),
        .optional("client", .string("Of one client, by its id or name.")),
        .optional("verdict", .string("Those that came to this.")),
        .optional("q", .string("Those in which this text stands.")),
    ]

    private static let flowsForm: [Schema.Property] = [
        .required(
            "action",
            .string(among: ["sign_in", "sign_out", "pin", "unpin", "clear", "pause", "resume"])),
        .optional("csrf", .string("From the page; a program that shows the operator token needs none.")),
        .optional("flow", .string("Which attempt to pin.")),
        .optional("token", .string("The operator token, to sign in.")),
    ]

    private static let flowsSchema = Schema.object([
        .required("issuer", .string()), .required("version", .string()), .required("process", .string()),
        .optional("flow", .object([])), .optional("flows", .array(of: .object([]))),
    ])

    private static let flowsRefusals: [Int: Response] = [
        400: .pageRefusal, 403: told("It is not for who asks, or not by this form."),
        401: told("It was not proven who is asking.").with(.challenge(isRequired: true), .setCookie),
        404: told("This attempt is not remembered any more."),
    ]

    private static func told(_ words: String) -> Response {
        Response(
            words, headers: [.noStore], content: [("application/json", .error), ("text/html", .string())])
    }
}

extension DescribedRoute {
    /// What who runs the server shows; on its own machine nothing is needed.
    fileprivate var operatorToken: [[SecurityScheme]] {
        let shown = [
            SecurityScheme.bearer(
                "operator_token",
                "`server.operator_token`; a person shows it in a form and is given a cookie.")
        ]
        return isLocal ? [shown, []] : [shown]
    }
}

package struct FlowsOptions: Sendable, Equatable {
    /// What is kept in memory of attempts, in bytes.
    package internal(set) var memory = 8_388_608
}

extension KeyList<FlowsOptions> {
    fileprivate static let flowsOptions = KeyList(
        "'with'", example: "{ memory: 8MiB }", for: "the timeline", untouched: FlowsOptions()
    ) {
        Key(
            "memory", .byteCount(65_536...1_073_741_824), \.memory, example: "8MiB",
            """
            How much of this process's memory the timeline may take. The oldest attempts make room for new ones; what is shown is \
            forgotten at exit.
            """)
    }
}
