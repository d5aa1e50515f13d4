### Pages d'une compétition : présentation, évaluation, données, règles, classement.

competition-pages = Pages de la compétition
tab-overview = Présentation
tab-evaluation = Évaluation
tab-data = Données
tab-rules = Règles
tab-submit = Soumettre
tab-leaderboard = Classement
tab-edit = Modifier
page-empty = Cette page n’est pas encore écrite
page-empty-text = L’organisation y présentera le sujet.

## Présentation

overview-facts = En bref
overview-submit = Soumettre des prédictions
overview-get-data = { $count ->
    [one] Prendre les données ({ $count } fichier, { $size })
   *[other] Prendre les données ({ $count } fichiers, { $size })
 }
overview-timeline = Calendrier
overview-leaders = En tête
overview-prizes = Récompenses
timeline-starts = Début
timeline-ends = Échéance
fact-metric = Métrique
fact-quota = Soumissions
fact-team-size = Équipe
fact-max-size = Taille maximale
fact-host = Organisation
quota-per-day = { $count } par jour
team-size = { $count ->
    [one] une personne
   *[other] jusqu’à { $count } personnes
 }
direction-min = le plus bas gagne
direction-max = le plus haut gagne
direction-min-sentence = Le score le plus bas gagne.
direction-max-sentence = Le score le plus haut gagne.

## Évaluation

evaluation-metric = Métrique
evaluation-format = Format d’une soumission
evaluation-format-text = Un fichier CSV, brut, gzip ou zip, avec les colonnes ci-dessous. L’ordre des lignes et des colonnes est libre ; chaque identifiant apparaît exactement une fois.
evaluation-column-id = identifie la ligne
evaluation-column-prediction = votre prédiction
evaluation-sample = Premières lignes de { $name }
evaluation-boards = Deux classements
evaluation-boards-share = Pendant la compétition, le classement public porte sur { $share } des lignes cachées. Le classement final, privé, porte sur les autres.
evaluation-boards-usage = Pendant la compétition, le classement public porte sur une partie des lignes cachées, choisie par l’organisation. Le classement final, privé, porte sur les autres.
evaluation-failed-free = Une soumission qui échoue ne coûte rien.

## Métriques

metric-rmse = Erreur quadratique moyenne
metric-rmse-about = Les grandes erreurs pèsent plus que les petites.
metric-mae = Erreur absolue moyenne
metric-mae-about = La distance moyenne entre la prédiction et la vérité.
metric-rmsle = Erreur quadratique moyenne du logarithme
metric-rmsle-about = Les rapports comptent, pas les écarts.
metric-accuracy = Exactitude
metric-accuracy-about = La part des lignes dont la classe est juste.
metric-f1 = Score F1
metric-f1-about = La moyenne harmonique de la précision et du rappel.
metric-roc_auc = Aire sous la courbe ROC
metric-roc_auc-about = À quelle fréquence une ligne positive passe devant une négative.
metric-log_loss = Perte logarithmique
metric-log_loss-about = Se tromper avec assurance coûte le plus cher.
metric-kappa = Kappa de Cohen
metric-kappa-about = L’accord au-delà du hasard.
metric-map_at_k = Précision moyenne à k
metric-map_at_k-about = La qualité de l’ordre des k premières réponses.

## Données

data-files = Fichiers
data-download-all = Tout télécharger ({ $size })
data-download-file = Télécharger { $name }
data-sign-in = Connectez-vous pour télécharger les données
data-not-yet = Les données pourront être téléchargées dès le début de la compétition.
data-shape = { $columns ->
    [one] { $rows } lignes, { $columns } colonne
   *[other] { $rows } lignes, { $columns } colonnes
 }
data-first-rows = Premières lignes
data-first-rows-of = Premières lignes de { $name }
data-columns = { $count ->
    [one] { $count } colonne
   *[other] { $count } colonnes
 }
data-columns-of = Colonnes de { $name }
data-none = Pas encore de fichiers
data-none-text = L’organisation n’a pas encore publié de données.
file-kind-train = Données d’apprentissage
file-kind-test = Données de test
file-kind-sample_submission = Exemple de soumission
file-kind-other = Autre
column-name = Colonne
column-kind = Type
column-missing = Manquantes
column-distinct = Distinctes
column-distinct-more = plus de { $count }
column-range = Étendue
column-mean = moyenne { $mean }
column-shape = Répartition
histogram-of = Histogramme de { $name }
kind-integer = entier
kind-number = nombre
kind-boolean = oui ou non
kind-text = texte

## Règles

rules-empty = Pas de règles particulières
rules-empty-text = Les règles de la maison s’appliquent. Jouez franc jeu.

## Classement

board-public = Classement public
board-private = Classement final
board-public-short = Public
board-private-short = Privé
board-public-text = Sur une partie des lignes cachées ; le classement final peut différer.
board-public-share = Sur { $share } des lignes cachées ; le classement final peut différer.
board-private-text = Sur les lignes cachées que personne ne pouvait voir pendant la compétition.
board-choose = Choisir un classement
board-closed = Ouvert après la fin
board-rank = Rang
board-movement = Mouvement depuis hier
board-movement-private = Mouvement par rapport au classement public
board-shake-up = Les flèches comparent au classement public.
board-team = Équipe
board-score = Score
board-entries = Essais
board-last = Dernier
board-you = vous
board-tied = ex æquo
board-ties = Les équipes de même score partagent un rang ; la plus précoce est citée en premier.
board-unranked = { $count ->
    [one] Une équipe n’a pas encore de score.
   *[other] { $count } équipes n’ont pas encore de score.
 }
board-updated = Dernier changement
board-own = Vous êtes au rang { $rank } avec { $score }.
board-own-gap = Rang suivant à { $gap }.
board-empty = Personne n’est encore entré en lice
board-empty-text = La première soumission évaluée prendra la tête.
moved-up = gagne
moved-down = perd
moved-new = nouveau
chart-progress = Scores au fil du temps
chart-progress-text = Le meilleur score public des équipes de tête, au fil du temps ; les autres en gris.
chart-distribution = Répartition des scores
chart-distribution-text = Le meilleur score de chaque équipe.
chart-own = Votre équipe
chart-others = Autres équipes
chart-teams = Équipes
chart-clipped = Les scores plus faibles sortent du graphique
chart-empty = Aucune équipe n’a encore de score
