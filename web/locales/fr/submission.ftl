### Envoyer des prédictions et lire ce qu’il en est advenu.

submit-title = Soumettre des prédictions
submit-file = Fichier
submit-file-help = CSV, simple, gzip ou zip, jusqu’à { $size }. Colonnes : { $id }, { $columns }.
submit-note = Note
submit-note-help = Qu’avez-vous essayé ? Lue par vous et l’organisation seulement.
submit-send = Soumettre
submit-check = Vérifier seulement
submit-check-help = La vérification est gratuite et ne compte pas.
drop-here = Déposez un fichier ici, ou choisissez-en un
submit-blocked-signed_out = Connectez-vous pour soumettre
submit-blocked-signed_out-text = Une soumission appartient à une personne. La connexion ne prend qu’un instant.
submit-blocked-guest = Les invités ne peuvent pas soumettre ici
submit-blocked-guest-text = Demandez une invitation à l’organisation.
submit-blocked-draft = Pas encore publiée
submit-blocked-draft-text = Les soumissions ouvriront à la publication.
submit-blocked-upcoming = Pas encore commencée
submit-blocked-upcoming-text = Les soumissions ouvriront au début, les données aussi.
submit-blocked-finished = La compétition est terminée
submit-blocked-finished-text = Le classement final est ouvert.
submit-blocked-quota = Plus rien pour aujourd’hui
submit-blocked-quota-text = Vérifier un fichier reste possible.
submit-blocked-no_solution = L’évaluation n’est pas prête
submit-blocked-no_solution-text = L’organisation n’a pas encore envoyé la solution.

## Envoi

upload-sending = Envoi…
upload-working = Reçu, vérification en cours…
upload-checking = Reçu, lecture et vérification en cours…
upload-sent = Soumis. Le score apparaîtra ci-dessous dans un instant.
upload-progress = Progression de l’envoi
upload-limit = Jusqu’à { $size }.
upload-too-large = Ce fichier est trop grand ; la limite est de { $size }.
upload-no-file = Choisissez d’abord un fichier.
upload-offline = L’envoi a été interrompu. Rien n’a été compté ; réessayez.

## Vérification et rapport

check-clean = Le fichier est correct et serait évalué
check-rows = { $rows } lignes correspondent aux identifiants attendus.
check-errors = { $name } ne peut pas être évalué
check-errors-text = Tout ce qui a été trouvé est listé ici. L’en-tête est la ligne 1. Rien n’a été compté.
report-title = Ce qui n’allait pas
report-caption = Erreurs du fichier
report-error = Erreur
report-count = Nombre
report-places = Premiers endroits
place-line = ligne { $line }
place-column = colonne { $column }
place-id = identifiant { $id }

## Quota

quota-title = Restant aujourd’hui
quota-of = soumissions sur { $per_day }
quota-next = Prochaines à { $next } (dans { $wait }).
quota-none-left = 0 sur { $per_day } aujourd’hui, prochaines à { $next } (dans { $wait }).

## Soumissions

my-submissions = Mes soumissions
submissions-none = Aucune soumission pour le moment
submissions-none-text = Commencez par l’exemple de soumission : il montre toute la boucle en quelques secondes.
submission-file = Fichier
submission-sent = Envoi
submission-state = État
submission-score = Score public
submission-public-score = Score public
submission-private-score = Score privé
submission-best = meilleure
submission-rows = Lignes
submission-duration = Évaluée en
submission-queued = En attente d’un évaluateur
submission-running = En cours d’évaluation
submission-waiting = Cette page se met à jour toute seule.
submission-queue = Place dans la file : { $place }.
submission-failed-file = Le fichier ne peut pas être évalué
submission-failed-platform = C’est la plateforme qui a échoué, pas votre fichier
submission-trace = Trace
submission-finished = Fin
submission-size = Taille
submission-attempts = Tentatives
submission-engine = Moteur
submission-id = Identifiant
submission-download = Télécharger le fichier
live-scored = Évaluée : { $score }
live-failed = Une soumission a échoué ; sa page dit pourquoi.
