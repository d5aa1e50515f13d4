### Connexion, premier démarrage, profil, jetons, sessions.

sign-in-title = Connexion
sign-in-text = Bienvenue chez { $house }.
sign-in-login = Identifiant ou adresse électronique
sign-in-password = Mot de passe
sign-in-help = Pas de compte, ou mot de passe perdu ? Demandez à l’administration.
setup-title = Première administration
setup-text = Ce lien ne sert qu’une fois. Le compte créé ici administre la plateforme.
setup-create = Créer le compte
setup-invalid = Ce lien ne fonctionne plus
setup-invalid-text = Il a déjà servi ou il est trop ancien. Redémarrez la plateforme pour en obtenir un autre, ou connectez-vous.
account-name = Nom
account-handle = Identifiant
account-handle-help = 2 à 32 lettres, chiffres, points, tirets ou soulignés, en commençant par une lettre.
account-email = Adresse électronique
account-password = Mot de passe
account-current-password = Mot de passe actuel
account-new-password = Nouveau mot de passe
account-password-help = Au moins 10 caractères. Une phrase se retient le mieux.

## Profil

profile-since = ici depuis le
profile-entered = Compétitions disputées
profile-none-entered = Aucune compétition disputée pour le moment
profile-competition = Compétition
profile-phase = Phase
profile-account = Compte
profile-password = Mot de passe
profile-change-password = Changer le mot de passe

## Jetons

token = Jeton
tokens-title = Jetons d’API
tokens-text = Un jeton permet à un script d’agir en votre nom. Il n’est montré qu’une fois ; seule son empreinte est conservée.
token-new = Votre nouveau jeton
token-new-text = Copiez-le maintenant : il ne sera plus montré.
token-name = Nom
token-name-example = mon portable
token-created = Création
token-used = Dernier usage
token-expires = Expiration
token-expired = expiré
token-validity = Validité
token-create = Créer un jeton
token-revoke = Révoquer
token-revoke-named = Révoquer le jeton { $name }

## Sessions

sessions-title = Sessions
session-current = celle-ci
session-seen = Dernière activité :
session-end = Terminer
session-unknown-device = Appareil inconnu
