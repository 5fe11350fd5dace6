"""What the shop keeps of its customers."""

from django.db import models


class Customer(models.Model):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    phone_number = models.CharField(max_length=30, blank=True)
    date_of_birth = models.DateField(null=True)
    passport_number = models.CharField(max_length=20, blank=True)
    allergies = models.TextField(blank=True)


class CreditCard(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    number = models.CharField(max_length=19)
    cvv = models.CharField(max_length=4)
    expiry = models.CharField(max_length=5)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    card_last4 = models.CharField(max_length=4)
    gift_card_code = models.CharField(max_length=16, blank=True)
