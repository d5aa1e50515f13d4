### L'éditeur de l'organisation.

editor-new-title = Nouvelle compétition
editor-new-text = Elle commence comme un brouillon que vous seul voyez. Les fichiers et la solution viennent ensuite.
editor-create = Créer le brouillon
editor-save = Enregistrer les réglages
editor-view = Voir la compétition

## Liste de contrôle

editor-checklist = Avant de publier
editor-publication = Publication
editor-not-ready = Ce qui est indiqué comme manquant doit être là avant la publication.
editor-publish = Publier
editor-unpublish = Remettre en brouillon
editor-archive = Archiver
editor-archive-text = Elle se termine maintenant, reste lisible et n’accepte plus de soumission. C’est définitif.
editor-archived = archivée
checklist-done = fait
checklist-missing = manquant
checklist-optional = facultatif
checklist-item-summary = Un résumé pour la liste des compétitions
checklist-item-overview = Une page de présentation
checklist-item-dates = Une fin à venir, ou aucune
checklist-item-train_file = Données d’apprentissage
checklist-item-test_file = Données de test
checklist-item-sample_submission = Un exemple de soumission aux identifiants de la solution
checklist-item-solution = La solution, lue et vérifiée
checklist-item-scoring = Métrique, colonne d’identifiant et colonnes de vérité

## Fichiers

editor-files = Fichiers et solution
editor-data-files = Fichiers pour les participants
editor-file-kind = Nature
editor-file-upload = Ajouter un fichier
editor-file-help = Les fichiers CSV sont lus et résumés sur la page des données ; les autres sont proposés tels quels.
editor-file-refused = Le fichier n’a pas été conservé. Corrigez-le et renvoyez-le.
editor-report = { $name } n’est pas accepté
editor-report-kept = L’exemple de soumission { $name } ne correspond pas à la solution
editor-file-kept = Corrigez-le et renvoyez-le, ou vérifiez les réglages des colonnes.
editor-remove-file = Retirer { $name }
editor-solution = Solution (secrète)
editor-solution-upload = Envoyer la solution
editor-solution-help = CSV avec l’identifiant, la vérité et, si vous voulez, une colonne Usage. Personne ne pourra la télécharger, pas même vous.
editor-rows = Lignes
editor-ignored = Ignorées

## Réglages

editor-about = Sujet
editor-title = Titre
editor-slug = Adresse
editor-slug-help = Minuscules, chiffres et tirets ; la page sera à /c/adresse.
editor-slug-fixed = L’adresse reste, car des liens y mènent.
editor-summary = Résumé
editor-summary-help = Une phrase pour la liste des compétitions.
editor-visibility = Visibilité
visibility-internal-long = Interne : les membres de la maison
visibility-restricted-long = Restreinte : les membres des groupes choisis et les personnes invitées
visibility-public-long = Publique : lisible par tous, ouverte aux invités
editor-schedule = Calendrier et limites
editor-schedule-text = Sans fin, la compétition est un terrain d’entraînement, ouvert aussi longtemps que vous voulez.
editor-starts = Début
editor-ends = Fin
editor-zone = Fuseau horaire
editor-quota = Soumissions par jour
editor-quota-help = Par équipe et par jour civil dans ce fuseau ; les échecs sont gratuits.
editor-team-size = Taille maximale d’équipe
editor-team-size-help = Nombre de personnes.
editor-scoring = Évaluation
editor-scoring-text = La solution est relue avec ces réglages quand ils changent.
editor-metric = Métrique
editor-params = Paramètres de la métrique
editor-params-help = Un par ligne, comme k = 5 ou average = "macro".
editor-params-all = Paramètres connus de chaque métrique
editor-id-column = Colonne d’identifiant
editor-id-help = Le même nom dans la solution et dans une soumission.
editor-more-columns = Autres colonnes
editor-text-columns = Colonnes de texte
editor-text-help = Lues comme du texte même si elles ressemblent à des nombres, comme 007.
editor-extra-columns = Colonnes non évaluées
editor-extra-help = Une soumission doit tout de même les contenir.
editor-roles = Rôles de colonnes de la solution
editor-roles-help = Un par ligne, comme weight = "importance" ; les rôles sont weight, group, mask et event.
editor-truth-columns = Colonnes de vérité
editor-truth-help = Noms dans la solution, séparés par des virgules.
editor-prediction-columns = Colonnes de prédiction
editor-prediction-help = Noms dans une soumission ; vide pour les mêmes que la vérité.
editor-split = Lignes publiques et privées
editor-split-usage = La solution le dit
editor-split-usage-text = Une colonne contient Public, Private ou Ignored pour chaque ligne.
editor-usage-column = Colonne d’usage
editor-split-ratio = Tirer au hasard
editor-split-ratio-text = La même graine tire toujours les mêmes lignes.
editor-public-ratio = Part publique
editor-seed = Graine
editor-pages = Pages
editor-pages-text = Écrites en Markdown. Une page vide n’est pas montrée.
editor-page-empty = vide
editor-markdown = { $page }, en Markdown
page-overview = Présentation
page-evaluation = Évaluation
page-data = Données
page-rules = Règles
page-timeline = Calendrier
page-prizes = Récompenses
