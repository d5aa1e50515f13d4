### La page lisible de l'API.

api-title = API
api-lead = Tout ce que font les pages, un script peut le faire aussi.
api-base = Base
api-authentication = Authentification
api-authentication-text = Envoyez un jeton personnel avec chaque requête :
api-auth-required = Demande un jeton.
api-auth-optional = En montre plus avec un jeton.
api-parameters = Paramètres
api-body = Corps
api-answers = Réponses
api-example = Exemple
api-name = Nom
api-type = Type
api-meaning = Sens
api-required = obligatoire
api-place-path = dans le chemin
api-place-query = dans la requête
api-place-header = dans un en-tête
api-types = Types
api-problems = Erreurs
api-problems-text = Les erreurs suivent la RFC 9457 : application/problem+json avec code, title, detail et, pour un fichier, errors.
api-code = Code
api-status = Statut
