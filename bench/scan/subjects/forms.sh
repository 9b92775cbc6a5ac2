# The same rows written otherwise.
forms=(plain reversed shuffled spaced escaped)
for question in nine serverless; do
  case $question in
    nine) kql=$here/nine.kql what="nine columns of every row" ;;
    serverless) kql=$seed_kql what="the seed's query" ;;
  esac
  echo "== $what, the same rows written otherwise; goal: none above 1.43x"
  for form in "${forms[@]}"; do quarry " $form" "$kql" "$(data "$form")" 1; done >"$work/cases"
  measure "$(size_of "$(data plain)")" <"$work/cases"
  for form in "${forms[@]}"; do same "quarry plain 1t" "quarry $form 1t"; done
done
