// Pages, each loaded when it is first asked for.
import { createRouter, createWebHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHistory(new URL(document.baseURI).pathname),
  routes: [
    { path: '/', name: 'explore', component: () => import('./explore/ExplorePage.vue') },
    { path: '/sheet', name: 'sheet', component: () => import('./explore/takeaway/SheetPage.vue') },
    { path: '/imports', name: 'imports', component: () => import('./admin/ImportsPage.vue') },
    {
      path: '/imports/new/:upload',
      name: 'newImport',
      component: () => import('./admin/NewImportPage.vue'),
    },
    { path: '/imports/:id', name: 'import', component: () => import('./admin/ImportReportPage.vue') },
    { path: '/public', name: 'public', component: () => import('./public/PublicPage.vue') },
    { path: '/audit', name: 'audit', component: () => import('./admin/AuditPage.vue') },
    { path: '/sign-in', name: 'signIn', component: () => import('./account/SignInPage.vue') },
    { path: '/welcome', name: 'welcome', component: () => import('./account/WelcomePage.vue') },
    { path: '/account', name: 'account', component: () => import('./account/AccountPage.vue') },
    { path: '/:path(.*)*', name: 'missing', component: () => import('./explore/MissingPage.vue') },
  ],
})
