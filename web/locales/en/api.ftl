### The readable page of the API.

api-title = API
api-lead = Everything the pages do, a script can do too.
api-base = Base
api-authentication = Authentication
api-authentication-text = Send a personal token with every request:
api-auth-required = Needs a token.
api-auth-optional = Shows more with a token.
api-parameters = Parameters
api-body = Body
api-answers = Answers
api-example = Example
api-name = Name
api-type = Type
api-meaning = Meaning
api-required = required
api-place-path = in the path
api-place-query = in the query
api-place-header = in a header
api-types = Types
api-problems = Errors
api-problems-text = Errors are problem details (RFC 9457): application/problem+json with code, title, detail and, for a file, errors.
api-code = Code
api-status = Status
