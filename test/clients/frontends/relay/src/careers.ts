import { graphql } from 'relay-runtime';

/** One entry of the list; it can be fetched again by its id, with more skills. */
export const careerCard = graphql`
  fragment careers_card on Career
  @refetchable(queryName: "careersCardQuery")
  @argumentDefinitions(skills: { type: "Int", defaultValue: 2 }) {
    id
    slug
    title
    publishedAt
    skills(first: $skills) {
      totalCount
      edges {
        importance
        node {
          name
        }
      }
    }
  }
`;

/** The list, page by page. */
export const careerList = graphql`
  fragment careers_list on Query
  @refetchable(queryName: "careersListQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" }) {
    careers(first: $first, after: $after, orderBy: { field: TITLE }) @connection(key: "careers_list_careers") {
      totalCount
      edges {
        node {
          id
          ...careers_card
        }
      }
    }
  }
`;

export const careersPage = graphql`
  query careersPageQuery {
    ...careers_list
  }
`;

/** Whatever has an id, again. */
export const again = graphql`
  query careersAgainQuery($id: ID!) {
    node(id: $id) {
      __typename
      ... on Content {
        slug
        updatedAt
      }
      ... on Career {
        title
        demand {
          statedOn
        }
      }
    }
  }
`;
